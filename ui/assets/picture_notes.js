// A picture file without its pixels: the few kilobytes in which its recipe may stand, so that a picture of any size is asked about at once
// and no pixel leaves this machine. Nothing is read here; the server does that (engine/store/embedded.py), strictly.
// Sources: PNG third edition (W3C); JPEG (ITU T.81), annex B; RIFF container of WebP (RFC 9649).
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.pictureNotes) return;
  const MOST_NOTES = 400 * 1024;
  const MOST_CHUNKS = 20000;
  const MOST_HEAD = 256 * 1024;
  const EBML = 0x1a45dfa3; // what WebM begins with

  const bytesOf = async (file, from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  const text = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));
  const big = (bytes, at) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  const little = (bytes, at) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);

  // Walks chunks from `start`. read(head, at) -> {next, keep}: where the next one begins, or null at the end; and whether this one is a note.
  async function walk(file, start, headBytes, read) {
    const parts = [file.slice(0, start)];
    let held = start;
    let at = start;
    for (let count = 0; at !== null && at < file.size && count < MOST_CHUNKS; count += 1) {
      const head = await bytesOf(file, at, at + headBytes);
      if (head.length < headBytes) break;
      const { next, keep } = read(head, at);
      if (keep && next !== null && next <= file.size && held + next - at <= MOST_NOTES) {
        parts.push(file.slice(at, next));
        held += next - at;
      }
      at = next;
    }
    return new Blob(parts);
  }

  const png = (file) =>
    walk(file, 8, 8, (head, at) => {
      const kind = text(head, 4, 8);
      return { next: kind === "IEND" ? null : at + 12 + big(head, 0), keep: ["IHDR", "iTXt", "tEXt", "zTXt"].includes(kind) };
    });

  const jpeg = (file) =>
    walk(file, 2, 4, (head, at) => {
      const isNote = head[0] === 0xff && head[1] !== 0xda && head[1] !== 0xd9;
      return { next: isNote ? at + 2 + head[2] * 256 + head[3] : null, keep: head[1] === 0xe1 };
    });

  const webp = (file) =>
    walk(file, 12, 8, (head, at) => {
      const length = little(head, 4);
      return { next: at + 8 + length + (length % 2), keep: text(head, 0, 4) === "EXIF" };
    });

  // In a clip that was made here the recipe stands before the first frame.
  async function clip(file) {
    const head = await file.slice(0, MOST_HEAD).arrayBuffer();
    return new TextDecoder("latin1").decode(head).includes('{"version":') ? new Blob([head]) : null;
  }

  // -> a small blob with the picture's notes; null when the file is none of the kinds that are made here.
  hueprint.pictureNotes = async (file) => {
    const start = await bytesOf(file, 0, 12);
    if (text(start, 1, 4) === "PNG") return png(file);
    if (start[0] === 0xff && start[1] === 0xd8) return jpeg(file);
    if (text(start, 0, 4) === "RIFF" && text(start, 8, 12) === "WEBP") return webp(file);
    if (text(start, 0, 4) === "GIF8" || text(start, 4, 8) === "ftyp" || big(start, 0) === EBML) return clip(file);
    return null;
  };
})();
