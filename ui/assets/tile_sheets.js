// A row of small pictures that came as one sheet: asked for, and laid behind the tiles. Over a photograph a tile shows that photograph.
//
//   await hueprint.tileSheets.paint(tiles, asked)   asked: {kind, names, preferences}, or {each: [preferences], photo: its sha256};
//                                                   zoom: 2 for the middle of each at twice the size
//                                                   -> the sheet's address; "" where it cannot be painted; null: ask again
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.tileSheets) return;
  const SIDES = { 1: [96, 72], 2: [160, 120] }; // of a tile, for screens of one and of two pixels to a CSS pixel

  const density = () => (devicePixelRatio > 1.25 ? 2 : 1);

  function lay(tiles, url) {
    tiles.forEach((tile, at) => {
      const { style } = tile.querySelector(".hp-thumb");
      style.backgroundImage = `url(${url})`;
      style.backgroundSize = `${tiles.length * 100}% 100%`;
      style.backgroundPosition = `${tiles.length > 1 ? (at / (tiles.length - 1)) * 100 : 0}% 0`;
    });
  }

  async function ask({ photo, ...asked }) {
    const { photos, thumbnails } = hueprint;
    if (photo && !photos.handle(photo) && !(await photos.renew(photo))) return null;
    const wish = photo ? { ...asked, tile: SIDES[density()], photo: photos.handle(photo) } : { ...asked, density: density() };
    const answer = await thumbnails.ask(wish).catch(() => null);
    if (answer?.status === 410) await photos.renew(photo);
    return answer && (answer.status === 410 || thumbnails.wait(answer)) ? null : answer;
  }

  // isMeant: whether it is still wanted once it has come.
  async function paint(tiles, asked, isMeant = () => true) {
    const answer = await ask(asked);
    if (!answer) return null;
    if (!answer.ok) return "";
    const url = URL.createObjectURL(await answer.blob());
    const picture = Object.assign(new Image(), { src: url });
    await picture.decode();
    if (isMeant()) lay(tiles, url);
    else URL.revokeObjectURL(url);
    return url;
  }

  hueprint.tileSheets = {
    paint,
    // What is asked for tiles of a photograph, each dressed in a patch of the state as new. Its own sliders count; that only edits paint does not.
    ofPhoto({ plain, ...photo }, patches) {
      const { state } = hueprint;
      const each = patches.map((patch) => state.preferences({ ...state.initial(state.offer), ...patch, words: "", photo }));
      return { each, photo: photo.sha256 };
    },
  };
})();
