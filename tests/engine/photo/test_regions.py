"""What a photograph is cut into, what is drawn round, and by which colours inks are chosen."""

from __future__ import annotations

import torch

from engine.photo.outlines import rounded
from engine.photo.regions import means, merged
from engine.photo.study import PARTS, SHAPES
from engine.photo.told import exaggerated, formed


def shapes_of(lightness: torch.Tensor) -> torch.Tensor:
    colours = torch.stack((lightness, torch.zeros_like(lightness), torch.zeros_like(lightness)))
    return merged(colours, SHAPES, merged(colours, PARTS, merged(colours, PARTS)))


def test_a_sky_that_pales_slowly_is_one_shape_and_a_step_as_high_is_two():
    slope = torch.linspace(0.5, 0.7, 150)[:, None].expand(150, 200)
    assert int(shapes_of(slope).max()) == 0
    step = torch.where(torch.arange(150)[:, None] < 75, 0.5, 0.7).expand(150, 200)
    found = shapes_of(step)
    assert int(found.max()) == 1 and int(found[0, 0]) != int(found[-1, 0])


def test_small_things_on_a_slope_stay():
    slope = torch.linspace(0.5, 0.7, 150)[:, None].repeat(1, 200)
    slope[70:80, 90:110] = 0.2
    found = shapes_of(slope)
    assert int(found.max()) == 1 and bool((found[70:80, 90:110] == found[75, 100]).all())


def test_outlines_lose_teeth_and_keep_windows():
    label = torch.zeros(40, 60, dtype=torch.long)
    label[20:] = 2
    label[19, 2::4] = 2
    label[8:13, 30:34] = 5
    smooth = rounded(label)
    assert int(smooth.max()) == 2
    assert bool((smooth[:20, :25] == 0).all()) and bool((smooth[20:] == 1).all())
    assert bool((smooth[9:12, 31:33] == 2).all())


def test_texture_takes_the_ink_of_its_ground_and_form_keeps_its_own():
    shape = torch.tensor([[0.5], [0.1], [0.0]]).expand(3, 2)
    texture, form = formed(shape + torch.tensor([[0.05, 0.3], [0.0, 0.0], [0.02, 0.0]]), shape).T
    assert torch.equal(texture, shape[:, 0]) and float(form[0]) > 0.7


def test_figures_are_set_off_from_their_ground_and_the_ground_stays():
    label = torch.zeros(50, 50, dtype=torch.long)
    label[20:26, 20:26] = 1
    planes = torch.stack((0.5 + 0.1 * label, torch.zeros(50, 50), torch.zeros(50, 50)))
    own = means(planes, label)
    ground, figure = exaggerated(planes, own, label)[0].tolist()
    assert abs(ground - 0.5) < 1e-5 and figure > 0.64
