// Files packed into one, as they are (APPNOTE.TXT 6.3.10, method 0: a picture is compressed already).
//
//   const zip = hueprint.zip()   await zip.add(name, blob)   zip.size   zip.blob()
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.zip) return;
  const UTF8 = 0x0800;
  const VERSION = 20;

  const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value;
  });

  function crc32(bytes) {
    let value = 0xffffffff;
    for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  }

  // [[bytes: 2 or 4, value]] -> these numbers one after the other, the lowest byte first.
  function record(fields) {
    const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
    let at = 0;
    for (const [size, value] of fields) {
      if (size === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += size;
    }
    return view.buffer;
  }

  const clock = (now) => (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1);
  const calendar = (now) => ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate();

  // What a file's own head and its line in the directory have in common.
  const described = (name, sum, size, now) =>
    [[2, VERSION], [2, UTF8], [2, 0], [2, clock(now)], [2, calendar(now)], [4, sum], [4, size], [4, size], [2, name.length], [2, 0]];

  hueprint.zip = () => {
    const parts = [];
    const directory = [];
    let size = 0;
    return {
      get size() {
        return size;
      },
      async add(title, blob) {
        const name = new TextEncoder().encode(title);
        const about = described(name, crc32(new Uint8Array(await blob.arrayBuffer())), blob.size, new Date());
        const head = record([[4, 0x04034b50], ...about]);
        directory.push(record([[4, 0x02014b50], [2, VERSION], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, size]]), name);
        parts.push(head, name, blob);
        size += head.byteLength + name.length + blob.size;
      },
      blob() {
        const count = directory.length / 2;
        const length = directory.reduce((sum, part) => sum + part.byteLength, 0);
        const end = record([[4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, length], [4, size], [2, 0]]);
        return new Blob([...parts, ...directory, end], { type: "application/zip" });
      },
    };
  };
})();
