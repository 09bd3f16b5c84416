import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { useAddress } from "../state/address.ts";
import { Empty, Loading } from "../ui/parts.tsx";
import { judge, type Judgement, open, type Open, Refused, signOut } from "./client.ts";
import { Identity, Statement } from "./question.tsx";
import { SignIn } from "./sign-in.tsx";
import { textIn, type Texts } from "./texts.ts";
import "../styles/review.css";

type Answer = readonly [key: string, text: keyof Texts, judgement: Judgement];

/** What rules leave to persons: one question at a time, one key an answer. */
export default function Review(): JSX.Element {
  const { ui } = useAddress();
  const say = textIn(ui);
  const [found, setFound] = useState<Open | null>(null);
  const [out, setOut] = useState(false);
  const [problem, setProblem] = useState("");
  const [skipped, setSkipped] = useState(0);
  const [last, setLast] = useState<Judgement | null>(null);
  const [busy, setBusy] = useState(false);

  const failed = useCallback((error: unknown) => {
    if (error instanceof Refused && error.status === 401) setOut(true);
    else setProblem(error instanceof Error ? error.message : String(error));
  }, []);
  const load = useCallback(async () => {
    setOut(false);
    setProblem("");
    try {
      setFound(await open());
    } catch (error) {
      failed(error);
    }
  }, [failed]);
  useEffect(() => {
    void load();
  }, [load]);

  const answer = useCallback(
    async (judgement: Judgement, undoing = false) => {
      setBusy(true);
      setProblem("");
      try {
        await judge(judgement);
        setLast(undoing ? null : judgement);
        await load();
      } catch (error) {
        failed(error);
      }
      setBusy(false);
    },
    [load, failed],
  );

  const pairs = found?.identities ?? [];
  const doubts = found?.statements ?? [];
  const at = skipped % Math.max(pairs.length + doubts.length, 1);
  const pair = pairs[at];
  const doubt = pair ? undefined : doubts[at - pairs.length];
  const answers: readonly Answer[] = pair
    ? [
        ["s", "same", { left: pair.left.id, right: pair.right.id, verdict: "same" }],
        ["d", "different", { left: pair.left.id, right: pair.right.id, verdict: "different" }],
      ]
    : doubt
      ? [
          ["r", "right", { statement: doubt.id, verdict: "right" }],
          ["w", "wrong", { statement: doubt.id, verdict: "wrong" }],
        ]
      : [];

  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const where = event.target instanceof HTMLElement ? event.target : null;
      if (busy || event.ctrlKey || event.metaKey || event.altKey || where?.matches("input, textarea, select")) return;
      const chosen = answers.find(([key]) => key === event.key.toLowerCase());
      if (chosen) void answer(chosen[2]);
      else if (event.key.toLowerCase() === "l") setSkipped(skipped + 1);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => {
      removeEventListener("keydown", pressed);
    };
  });

  return (
    <div class="page review">
      <h1>{say("title")}</h1>
      <p class="description">{say("intro")}</p>
      {problem && <p role="alert">{problem}</p>}
      {out && <SignIn done={() => void load()} />}
      {!out && !found && !problem && <Loading />}
      {!out && found && (
        <>
          <p class="open" role="status">
            <span>{say("identities", { count: String(pairs.length) })}</span>
            <span>{say("statements", { count: String(doubts.length) })}</span>
            <span>{say("signedIn", { name: found.by })}</span>
            <button type="button" class="button quiet" onClick={() => void signOut().then(load)}>
              {say("signOut")}
            </button>
          </p>
          {pair && <Identity pair={pair} />}
          {doubt && <Statement doubt={doubt} />}
          {!pair && !doubt && <Empty>{say("nothing")}</Empty>}
          <div class="answers">
            {answers.map(([key, text, judgement]) => (
              <button key={key} type="button" class="button" disabled={busy} onClick={() => void answer(judgement)}>
                {say(text)} <kbd>{key.toUpperCase()}</kbd>
              </button>
            ))}
            {answers.length > 0 && (
              <button
                type="button"
                class="button quiet"
                disabled={busy}
                onClick={() => {
                  setSkipped(skipped + 1);
                }}
              >
                {say("later")} <kbd>L</kbd>
              </button>
            )}
            {last && (
              <button
                type="button"
                class="button quiet"
                disabled={busy}
                onClick={() => void answer({ ...last, verdict: "unsure" }, true)}
              >
                {say("undo")}
              </button>
            )}
          </div>
        </>
      )}
    </div>
  );
}
