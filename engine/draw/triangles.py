"""A triangulation of the plane that can be finer here and coarser there without a crack, and the drawing of its flat facets.

Vertices stand on a triangular lattice of axial numbers (i, j) at i * right + j * (half right + down). A lattice is refined by
putting a vertex in the middle of every side; how far it may leave the middle is between 0 and 1 for each side, so a facet that is
not to be refined keeps four coplanar children, and everything moves continuously.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch

from engine.contracts import Tensor
from engine.draw.blocks import Blocks
from engine.draw.queues import Queues

TALL = math.sqrt(3) / 2
"""Height of a row of equilateral triangles with sides of 1."""
FACETS = 8
"""At most so many facets are told apart in one block: as meet at a vertex, and two."""
WALK = 8
"""Steps from where a place would lie in the undisplaced lattice to the facet that it lies in."""
RING = (
    *((0, 0, 0), (0, 0, 1), (-1, 0, 1), (0, -1, 1), (-1, -1, 1), (-1, 0, 0), (-1, 1, 0)),
    *((-1, 1, 1), (0, -1, 0), (0, 1, 0), (1, -1, 0), (1, -1, 1), (1, 0, 0)),
)
"""Facet 0 of a cell and the 12 that share a corner with it: (rows down, cells across, which of the two). Mirrored, those of facet 1."""


@dataclass(frozen=True)
class Mesh:
    """vertices: (2, J, I) plane coordinates; spacing: side of the undisplaced triangles; first: axial numbers of vertex [0, 0].

    row: height of a row. counts: after so many vertices along a row, and after so many rows, the mesh comes again; 0 for never.
    Cell [j, i] holds two facets: 0 on vertices (i, j), (i + 1, j), (i, j + 1), and 1 on (i + 1, j + 1), (i, j + 1), (i + 1, j).
    """

    vertices: Tensor
    spacing: float
    first: tuple[int, int]
    row: float
    counts: tuple[int, int] = (0, 0)

    @classmethod
    def over(cls, aspect: float, spacing: float, device: torch.device, tile: tuple[float, float] = (0.0, 0.0)) -> Mesh:
        """The undisplaced lattice over a picture and two cells around it; of about that spacing where the picture repeats after `tile`."""
        row, (wide, tall) = spacing * TALL, tile
        counts = max(1, round(wide / spacing)) if wide else 0, 2 * max(1, round(tall / row / 2)) if tall else 0
        spacing, row = wide / counts[0] if wide else spacing, tall / counts[1] if tall else row
        down = math.ceil(0.5 / row) + 2
        side = math.ceil(aspect / 2 / spacing + down / 2) + 2
        i = torch.arange(-side, side + 1, device=device, dtype=torch.float32)
        j = torch.arange(-down, down + 1, device=device, dtype=torch.float32)[:, None]
        x, y = (i + 0.5 * j) * spacing, (j * row).expand(-1, len(i))
        return cls(torch.stack((x, y)), spacing, (-side, -down), row, counts)

    def moved(self, by: Tensor) -> Mesh:
        """The same triangulation with every vertex moved by (2, J, I)."""
        return replace(self, vertices=self.vertices + by)

    def refined(self) -> Mesh:
        """Four facets for each, with the new vertices in the middle of the sides."""
        (first_i, first_j), (across, down) = self.first, self.counts
        return Mesh(_between(self.vertices), self.spacing / 2, (2 * first_i, 2 * first_j), self.row / 2, (2 * across, 2 * down))

    def numbers(self) -> tuple[Tensor, Tensor]:
        """(J, I) and (J, 1) axial numbers i and j of the vertices, those of the first of each where the mesh comes again."""
        _, rows, columns = self.vertices.shape
        j = (torch.arange(rows, device=self.vertices.device) + self.first[1])[:, None]
        i = (torch.arange(columns, device=j.device) + self.first[0]).expand(rows, -1)
        across, down = self.counts
        if down:  # as many rows down stands the vertex half as many to the left: rows lean
            turns = torch.div(j, down, rounding_mode="floor")
            i, j = i + turns * (down // 2), j - turns * down
        return (i % across if across else i), j

    @staticmethod
    def between(values: Tensor) -> Tensor:
        """(J, I) of the vertices -> (J', I') of the refined mesh's: on a side, the mean of its ends."""
        return _between(values[None])[0]

    def corners(self) -> Tensor:
        """(3, C, F) of each facet's corners, plane coordinates for a whole mesh; F = 2 * cells, a cell's two facets side by side."""
        v = self.vertices
        here, right, below, across = v[:, :-1, :-1], v[:, :-1, 1:], v[:, 1:, :-1], v[:, 1:, 1:]
        lower, upper = torch.stack((here, right, below)), torch.stack((across, below, right))
        return torch.stack((lower, upper), dim=-1).reshape(3, len(v), -1)

    @property
    def cells(self) -> tuple[int, int]:
        """(rows, columns) of cells."""
        return self.vertices.shape[1] - 1, self.vertices.shape[2] - 1

    def sides(self, facets: Tensor) -> Tensor:
        """(F,) of the facets -> (J', I') of the refined mesh's vertices: on a side, the lesser of its two facets; 1 on old vertices."""
        rows, columns = self.cells
        grid = torch.nn.functional.pad(facets.reshape(rows, columns, 2).permute(2, 0, 1), (1, 1, 1, 1))
        lower, upper = grid[0], grid[1]
        new = facets.new_ones(2 * rows + 1, 2 * columns + 1)
        new[::2, 1::2] = torch.minimum(lower[1:, 1:-1], upper[:-1, 1:-1])
        new[1::2, ::2] = torch.minimum(lower[1:-1, 1:], upper[1:-1, :-1])
        new[1::2, 1::2] = torch.minimum(lower[1:-1, 1:-1], upper[1:-1, 1:-1])
        return new

    def inherited(self, facets: Tensor) -> Tensor:
        """(C, F) of the facets -> (C, 4 F) of the refined mesh's facets: each child as its parent."""
        rows, columns = self.cells
        parents = torch.tensor([0, 0, 0, 1, 0, 1, 1, 1], device=facets.device)
        children = facets.view(-1, rows, columns, 2)[..., parents].view(-1, rows, columns, 2, 2, 2)
        return children.permute(0, 1, 3, 2, 4, 5).reshape(len(facets), -1)


def _between(plane: Tensor) -> Tensor:
    """(C, J, I) -> (C, 2 J - 1, 2 I - 1) with the middle of each side; the diagonal side runs from (i + 1, j) to (i, j + 1)."""
    count, rows, columns = plane.shape
    new = plane.new_empty(count, 2 * rows - 1, 2 * columns - 1)
    new[:, ::2, ::2] = plane
    new[:, ::2, 1::2] = torch.lerp(plane[:, :, :-1], plane[:, :, 1:], 0.5)
    new[:, 1::2, ::2] = torch.lerp(plane[:, :-1], plane[:, 1:], 0.5)
    new[:, 1::2, 1::2] = torch.lerp(plane[:, :-1, 1:], plane[:, 1:, :-1], 0.5)
    return new


@dataclass(frozen=True)
class Cuts:
    """A straight cut through every facet, into a corner and the rest.

    lines: (F, 3) of the distance a x + b y + c, positive in the corner. share: (F,) how much of the facet the corner is.
    hearts: (2, 2, F) plane coordinates well inside the corner, and well inside the rest.
    """

    lines: Tensor
    share: Tensor
    hearts: Tensor

    @classmethod
    def between(cls, corners: Tensor, along: Tensor, strength: Tensor) -> Cuts:
        """Cut off the corner between the two sides with the strongest jumps.

        along, strength: (3, F) for the sides 0-1, 1-2, 2-0: where between its ends a side jumps, and how much. Neighbours share a
        side, hence its jump, so cuts run on from facet to facet (as in marching triangles).
        """
        weakest = strength.min(0).indices
        lone, before = (weakest + 2) % 3, (weakest + 1) % 3

        def pick(values: Tensor, which: Tensor) -> Tensor:
            return torch.gather(values, 0, which.expand(values.shape[1:])[None])[0]

        tip = pick(corners, lone)
        out, back = pick(along, lone), pick(along, before)
        one, other = pick(corners, weakest), pick(corners, before)
        start, end = torch.lerp(tip, one, out), torch.lerp(other, tip, back)
        hearts = torch.stack((0.56 * tip + 0.22 * (start + end), 0.14 * (start + end) + 0.36 * (one + other)))
        dx, dy = end - start
        a, b = -dy, dx
        scale = torch.rsqrt(a * a + b * b + 1e-12)
        scale = torch.where(a * (tip[0] - start[0]) + b * (tip[1] - start[1]) >= 0, scale, -scale)
        a, b = a * scale, b * scale
        return cls(torch.stack((a, b, -(a * start[0] + b * start[1])), dim=1), out * (1 - back), hearts)


def draw(mesh: Mesh, numbers: Tensor, cuts: Cuts, colours: Tensor, blocks: Blocks) -> Tensor:
    """(C, pixels of a block, blocks): facets in flat colours (2, C, F): of the corners beyond their cuts, and of the rest.

    numbers: (F,) the mesh's facets that cuts and colours are of: all that the blocks may show.
    On a border a pixel is the mixture of the colours that meet there.
    """
    borders = _borders(mesh.corners())
    queues = Queues.of(*_facets_near(mesh, borders, blocks), FACETS)
    rows = borders.new_zeros(12 + 2 * colours.shape[1], borders.shape[1])
    rows[:9], rows[9:, numbers] = borders, torch.cat((cuts.lines.T, *colours))
    place = queues.visited(queues.sorted(torch.stack((blocks.x, blocks.y))))
    seen = torch.index_select(rows, 1, queues.marks)
    lines = torch.cat((seen[:9].view(3, 3, -1), seen[9:12, None]), dim=1).mul_(1 / blocks.pixel)
    lines[2].addcmul_(lines[0], place[0]).addcmul_(lines[1], place[1]).add_(0.5)
    inner = torch.cat((blocks.dx, blocks.dy, torch.ones_like(blocks.dx)), dim=1).expand(4, -1, -1)
    lines = lines.transpose(0, 1)
    planes = torch.zeros(1 + colours.shape[1], blocks.side**2, len(blocks.x), device=blocks.x.device)
    for visits, turns in queues.groups(blocks.side**2):
        reach = torch.bmm(inner, lines[..., visits])
        cover = torch.minimum(torch.minimum(reach[0], reach[1]), reach[2]).clamp_(1e-5, 1)
        cover.mul_(cover)  # of three that meet in a pixel two show
        beyond = reach[3].clamp_(0, 1).mul_(cover)
        _add(planes, turns, cover, beyond, cover - beyond, seen[12:, None, visits])
    return queues.restored(planes[1:].mul_(planes[0].reciprocal_()))


def _add(planes: Tensor, turns: list[tuple[slice, slice]], cover: Tensor, beyond: Tensor, before: Tensor, colours: Tensor) -> None:
    """Sum up turns side by side: coverage in the first plane, colours in the others, of the cut-off corners and of the rest."""
    lone, rest = colours.chunk(2)
    for row, blocks in turns:
        planes[0, :, blocks] += cover[:, row]
        planes[1:, :, blocks].addcmul_(beyond[:, row], lone[..., row]).addcmul_(before[:, row], rest[..., row])


def _borders(corners: Tensor) -> Tensor:
    """(9, F): for the sides 0-1, 1-2, 2-0 the three a's, b's and c's of the distance a x + b y + c, positive inside."""
    after = corners.roll(-1, 0)
    along = after - corners
    length = torch.rsqrt((along * along).sum(1).clamp_min(1e-12))
    turn = along[0, 0] * along[1, 1] - along[0, 1] * along[1, 0]
    sign = torch.where(turn >= 0, 1.0, -1.0) * length
    a, b = -along[:, 1] * sign, along[:, 0] * sign
    c = -(a * corners[:, 0] + b * corners[:, 1])
    return torch.cat((a, b, c))


def _facets_near(mesh: Mesh, borders: Tensor, blocks: Blocks) -> tuple[Tensor, Tensor]:
    """(n, blocks) facet numbers, and whether any of the block's pixels shows them; first the facet at the block's centre."""
    columns = mesh.cells[1]
    home = _located(mesh, borders, blocks)
    offsets = torch.tensor([2 * (down * columns + across) + which for down, across, which in RING], device=home.device)[:, None]
    facets = (offsets * (1 - 2 * (home % 2))).add_(home).clamp_(0, borders.shape[1] - 1)
    half = blocks.half - 0.5 * blocks.pixel
    reaches = borders.clone()
    reaches[6:].add_(borders[:3].abs() + borders[3:6].abs(), alpha=half).add_(0.5 * blocks.pixel)
    seen = torch.index_select(reaches, 1, facets.flatten()).view(9, *facets.shape)
    one, two, three = _inside(seen, blocks.x, blocks.y)
    shown = torch.minimum(torch.minimum(one, two, out=one), three, out=one) > 0
    shown[0] = True
    return facets, shown


def _inside(seen: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Borders (9, ...) and places (...) -> (3, ...) how far inside each side they are."""
    return torch.addcmul(seen[6:], seen[:3], x).addcmul_(seen[3:6], y)


def _located(mesh: Mesh, borders: Tensor, blocks: Blocks) -> Tensor:
    """(blocks,) the facet at each block's centre: start where it would be in the undisplaced lattice, then walk.

    Each step crosses the side that the centre lies farthest beyond (visibility walk: Devillers, Pion and Teillaud 2002).
    """
    rows, columns = mesh.cells
    j = blocks.y / mesh.row - mesh.first[1]
    i = blocks.x / mesh.spacing - 0.5 * (j + mesh.first[1]) - mesh.first[0]
    row, column = j.floor().clamp(1, rows - 2), i.floor().clamp(1, columns - 2)
    half = ((i - column) + (j - row) > 1).long()
    here = 2 * (row.long() * columns + column.long()) + half
    steps = torch.tensor([-2 * columns + 1, 1, -1, 2 * columns - 1, -1, 1], device=here.device)
    x, y, lost = blocks.x, blocks.y, torch.arange(len(here), device=here.device)
    at = here
    for _ in range(WALK):
        least, side = _inside(torch.index_select(borders, 1, at), x, y).min(0)
        beyond = torch.nonzero(least < 0)[:, 0]
        if not len(beyond):
            break
        lost, x, y, at, side = (values[beyond] for values in (lost, x, y, at, side))
        at = (at + torch.index_select(steps, 0, side + 3 * (at % 2))).clamp_(0, borders.shape[1] - 1)
        here[lost] = at
    return here
