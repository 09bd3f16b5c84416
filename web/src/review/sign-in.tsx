import type { JSX, TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import { useAddress } from "../state/address.ts";
import { Refused, signIn } from "./client.ts";
import { textIn } from "./texts.ts";

/** Who judges, and the password that lets them. */
export function SignIn({ done }: { done: () => void }): JSX.Element {
  const { ui } = useAddress();
  const say = textIn(ui);
  const [problem, setProblem] = useState("");
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = given.get(name);
      return typeof value === "string" ? value : "";
    };
    signIn(text("name"), text("password")).then(done, (error: unknown) => {
      setProblem(error instanceof Refused ? error.message : String(error));
    });
  };
  return (
    <form class="sign-in" onSubmit={submit}>
      <label>
        {say("name")}
        <input name="name" required maxLength={100} autoComplete="name" />
      </label>
      <label>
        {say("password")}
        <input
          name="password"
          type="password"
          required
          autoComplete="current-password"
          aria-describedby="where-password"
        />
      </label>
      <p id="where-password" class="note">
        {say("passwordHint")}
      </p>
      <button type="submit" class="button">
        {say("signIn")}
      </button>
      {problem && <p role="alert">{problem}</p>}
    </form>
  );
}
