// A picture as an address: the whole recipe in the URL's hash, "#h1.", base64url of its JSON, and the CRC-32 of that, so that a link
// that was cut or mistyped is told as damaged and never opens as another picture. h1 is the form's version.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.link) return;

  const FORM = /^#h1\.([\w-]+)\.([0-9a-f]{8})$/;
  const NEWER = /^#h[1-9]\d*\./;
  const MOST = 128000; // as many edits and strokes as a picture may have
  const DAMAGED = "This link is damaged";
  const FROM_LATER = "This link was made by a newer Hueprint";

  const encode = (text) => {
    const bytes = new TextEncoder().encode(text);
    return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const decode = (text) => {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  };

  // CRC-32 as in ISO 3309 and PNG, of ASCII text -> 8 hexadecimal digits.
  function check(text) {
    let crc = ~0;
    for (let at = 0; at < text.length; at += 1) {
      crc ^= text.charCodeAt(at);
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return (~crc >>> 0).toString(16).padStart(8, "0");
  }

  // Mail and chat programs take the full stop or the bracket after an address along.
  const trimmed = (hash) => hash.replace(/[\s.,;:!?)\]}>"'»”’]+$/, "");

  // -> {recipe} or {wrong: a sentence's beginning}.
  function open(hash) {
    if (hash.length > MOST) return { wrong: DAMAGED };
    const [, payload, told] = FORM.exec(trimmed(hash)) ?? [];
    if (!payload) return { wrong: NEWER.test(hash) && !hash.startsWith("#h1.") ? FROM_LATER : DAMAGED };
    if (check(payload) !== told) return { wrong: DAMAGED };
    try {
      const recipe = JSON.parse(decode(payload));
      if (recipe?.version > 1) return { wrong: FROM_LATER };
      return hueprint.recipe.read(recipe) ? { recipe } : { wrong: DAMAGED };
    } catch {
      return { wrong: DAMAGED };
    }
  }

  // -> {patch: of the state, or null, say: one sentence or ""}.
  function read(hash) {
    const { recipe, wrong } = open(hash);
    return recipe ? { patch: hueprint.recipe.stateOf(recipe), say: hueprint.recipe.caveat(recipe, "link") } : { patch: null, say: wrong };
  }

  hueprint.link = {
    read,
    isOurs: (hash) => hash.startsWith("#h"),
    hash(state) {
      const payload = encode(JSON.stringify(hueprint.recipe.of(state)));
      return `#h1.${payload}.${check(payload)}`;
    },
  };
})();
