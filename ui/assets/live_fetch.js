// The live preview's other way, while no WebSocket opens: a question and an answer at a time, by fetch.
//
//   hueprint.liveFetch({ address, isNewest(id), receive(buffer) -> header, refuse(answer), answered(afterFailure), silent(), next(afresh), finish() })
//     -> { ask(state, askedAt) -> whether it was sent }
//
// next: room for a question again; afresh: even if it is the one asked last. finish: the hand has rested on the newest state, whose draft is shown.
(() => {
  "use strict";
  const root = (window.hueprint = window.hueprint || {});
  if (root.liveFetch) return;
  const MOST = 3;
  const REST_MS = 150;

  root.liveFetch = ({ address, isNewest, receive, refuse, answered, silent, next, finish }) => {
    const client = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    let fetching = 0;
    let failures = 0;
    let restTimer = 0;

    function finishAtRest(id, askedAt) {
      clearTimeout(restTimer);
      restTimer = setTimeout(() => isNewest(id) && finish(), Math.max(0, askedAt + REST_MS - performance.now()));
    }

    /* One question and its answer; true when it must be asked again because nothing came back. */
    async function post(state, askedAt) {
      try {
        const body = JSON.stringify({ ...state, client });
        const answer = await fetch(address, { method: "POST", body, headers: { "Content-Type": "application/json" } });
        if (answer.ok) {
          const { final } = await receive(await answer.arrayBuffer());
          if (!final && isNewest(state.id)) finishAtRest(state.id, askedAt);
        } else if (answer.status !== 409) {
          refuse(await answer.json());
        }
        answered(failures > 0);
        failures = 0;
        return answer.status === 429;
      } catch {
        failures += 1;
        silent();
        return isNewest(state.id);
      }
    }

    return {
      ask(state, askedAt) {
        if (fetching >= MOST) return false;
        fetching += 1;
        clearTimeout(restTimer);
        post(state, askedAt).then((again) => {
          fetching -= 1;
          if (again) setTimeout(() => next(true), Math.min(8000, 200 * 2 ** failures));
          else next(false);
        });
        return true;
      },
    };
  };
})();
