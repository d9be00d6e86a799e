// What is done with pictures of the library: opened, starred, taken off and brought back, compared, passed through. Each is told in a sentence.
//
//   const deeds = hueprint.libraryDeeds(tell, close)   tell(sentence, undo): undo takes back what it tells; close(): shuts the library
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.libraryDeeds) return;
  const { state, recipe } = hueprint;
  const { counted } = hueprint.kept;

  const found = (ids) => ids.map((id) => hueprint.kept.shelf.get(id)).filter(Boolean);

  hueprint.libraryDeeds = (tell, close) => {
    const { shelf } = hueprint.kept;
    const undone = []; // what takes back the last removals, the newest last

    // With the first in hand; nothing happens where one of them cannot be opened.
    async function leaveWith([id, ...others], then = () => {}) {
      const picture = shelf.get(id);
      try {
        for (const each of [picture, ...found(others)]) await hueprint.kept.bring(each);
      } catch (error) {
        tell(error.message);
        return;
      }
      close();
      state.change(recipe.stateOf(picture.recipe) ?? {});
      hueprint.say(recipe.caveat(picture.recipe, "picture"));
      then();
    }

    return {
      open: (id) => leaveWith([id]),
      // All of them, unless all have one.
      star(ids) {
        const pictures = found(ids);
        const starred = !pictures.every((picture) => picture.starred);
        shelf.put(...pictures.map((picture) => ({ ...picture, starred })));
        tell(`${counted(pictures.length)} ${starred ? "starred" : "without a star again"}`);
      },
      remove(ids) {
        const pictures = found(ids);
        if (!pictures.length) return;
        const back = () => {
          undone.splice(undone.indexOf(back), 1);
          shelf.put(...pictures);
          tell(`${counted(pictures.length)} back`);
        };
        undone.push(back);
        shelf.remove(...ids);
        tell(`${counted(pictures.length)} taken off; the kept ${pictures.length === 1 ? "file stays" : "files stay"}`, back);
      },
      undo: () => undone.at(-1)?.(),
      // The first is A, the second the picture in hand.
      compare: ([first, second]) => leaveWith([second, first], () => hueprint.compare.against(first)),
      // A loop from the first through the others and back to it.
      morph: ([first, ...others]) =>
        leaveWith([first, ...others], () => {
          hueprint.throughLooks.choose(others);
          hueprint.rooms.go("animate");
        }),
    };
  };
})();
