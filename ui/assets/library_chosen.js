// Which pictures of the library are selected, in the order they were: one, those up to another, all, none.
//
//   const chosen = hueprint.libraryChosen(() => the ids that are shown, in their order, changed)
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.libraryChosen) return;

  hueprint.libraryChosen = (shown, changed) => {
    let ids = [];
    let anchor = null; // where a range begins

    function take(next) {
      if (String(next) === String(ids)) return;
      ids = next;
      changed();
    }

    return {
      get ids() {
        return ids;
      },
      get shown() {
        const all = new Set(shown());
        return ids.filter((id) => all.has(id));
      },
      has: (id) => ids.includes(id),
      toggle(id) {
        anchor = id;
        take(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
      },
      // All from where the last was selected to this one.
      reach(id) {
        const all = shown();
        const [from, to] = [Math.max(0, all.indexOf(anchor)), all.indexOf(id)];
        const between = all.slice(Math.min(from, to), Math.max(from, to) + 1);
        take([...ids, ...(from > to ? between.reverse() : between).filter((other) => !ids.includes(other))]);
      },
      all: () => take([...ids, ...shown().filter((id) => !ids.includes(id))]),
      clear: () => take([]),
      // What a search hides stays selected, so that several searches gather; what is gone does not.
      keep: (isThere) => take(ids.filter(isThere)),
    };
  };
})();
