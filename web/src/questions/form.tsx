import type { JSX, TargetedInputEvent } from "preact";
import { useState } from "preact/hooks";
import type { EntityType } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { Combobox } from "../search/combobox.tsx";
import type { Card } from "../ui/types.ts";
import { example, type Given, optional, type Parameter, type Question } from "./texts.ts";

interface Props {
  question: Question;
  given: Given;
  cards: ReadonlyMap<string, Card>;
  onAsk: (given: Given) => void;
}

const DATE = "\\d{4}(-\\d{2}(-\\d{2})?)?";
// What an id may be of, where the parameter's name says it; otherwise of anything.
const TYPES: Readonly<Record<string, readonly EntityType[]>> = {
  agency: ["Agency"],
  agreement: ["Agreement"],
  chain: ["IndustrialChain"],
  pilot: ["Pilot"],
  programme: ["Programme"],
  place: ["Government", "PilotZone"],
};

/** A field for each parameter: entities by search, dates, numbers and texts by their form. */
export function Form({ question, given, cards, onAsk }: Props): JSX.Element {
  const say = useSay();
  const [typed, setTyped] = useState<Given>({});
  const now = (one: Parameter): string => typed[one.name] ?? given[one.name] ?? example(one);
  const change = (name: string, value: string): void => {
    setTyped({ ...typed, [name]: value });
  };
  return (
    <form
      class="question-form"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(Object.fromEntries(question.parameters.map((one) => [one.name, now(one)])));
        setTyped({});
      }}
    >
      {question.parameters.map((one) => {
        const value = now(one);
        const hint = `${one.name}-hint`;
        return (
          <div key={one.name} class="field">
            {one.type === "ID" ? (
              <Combobox
                label={one.name}
                labelled
                types={TYPES[one.name] ?? null}
                text={cards.get(value)?.name ?? value}
                describedBy={hint}
                required={!optional(one)}
                onPick={(card) => {
                  change(one.name, card.id);
                  onAsk({
                    ...Object.fromEntries(question.parameters.map((other) => [other.name, now(other)])),
                    [one.name]: card.id,
                  });
                  setTyped({});
                }}
                onType={(text) => {
                  if (/^[a-z-]+\/[a-z0-9-]+$/.test(text)) change(one.name, text);
                }}
              />
            ) : (
              <label class="field">
                <span class="label">{one.name}</span>
                <Field
                  parameter={one}
                  value={value}
                  describedBy={hint}
                  onInput={(text) => {
                    change(one.name, text);
                  }}
                />
              </label>
            )}
            <span id={hint} class="hint">
              {one.description}
            </span>
          </div>
        );
      })}
      <button type="submit" class="button">
        {say("ask")}
      </button>
    </form>
  );
}

interface FieldProps {
  parameter: Parameter;
  value: string;
  describedBy: string;
  onInput: (text: string) => void;
}

function Field({ parameter, value, describedBy, onInput }: FieldProps): JSX.Element {
  const shared = {
    required: !optional(parameter),
    "aria-describedby": describedBy,
    value,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => {
      onInput(event.currentTarget.value);
    },
  };
  if (parameter.type === "INTEGER") return <input type="number" min={1} {...shared} />;
  return parameter.type === "DATE" ? (
    <input type="text" pattern={DATE} {...shared} />
  ) : (
    <input type="text" {...shared} />
  );
}
