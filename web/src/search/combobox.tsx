import type { JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import type { EntityType } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { typesName } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import { Dot } from "../ui/parts.tsx";
import { type Card, otherName } from "../ui/types.ts";
import { Highlight } from "./highlight.tsx";
import { type Suggestion, useSuggestions } from "./use-suggestions.ts";

interface Props {
  label: string;
  labelled?: boolean;
  placeholder?: string;
  types?: readonly EntityType[] | null;
  text?: string;
  required?: boolean;
  describedBy?: string;
  onPick: (card: Card) => void;
  /** Enter without a suggestion picked; without it, the first one is taken. */
  onText?: (text: string) => void;
  /** What is typed, where something else follows it. */
  onType?: (text: string) => void;
  shortcut?: boolean;
}

/** An editable combobox with list autocomplete: the pattern of the ARIA Authoring Practices, "Combobox". */
export function Combobox(props: Props): JSX.Element {
  const say = useSay();
  const { ui } = useAddress();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(props.text ?? "");
  const [of, setOf] = useState(props.text);
  if (of !== props.text) {
    setOf(props.text);
    setText(props.text ?? "");
  }
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { found, loading, of: asked } = useSuggestions(open ? text : "", props.types ?? null);
  const shown = open && text.trim() !== "";

  const pick = (suggestion: Suggestion): void => {
    setOpen(false);
    setActive(-1);
    setText(suggestion.node.name);
    props.onPick(suggestion.node);
  };
  const move = (by: number): void => {
    setOpen(true);
    if (found.length > 0) setActive((active + by + found.length + (active < 0 && by < 0 ? 1 : 0)) % found.length);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return; // an input method's own keys: Enter takes its candidate
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") {
      if (!open) setText("");
      setOpen(false);
      setActive(-1);
    } else if (event.key === "Enter") {
      const chosen = found[active] ?? (props.onText ? undefined : found[0]);
      if (chosen && shown) pick(chosen);
      else if (props.onText && text.trim()) {
        setOpen(false);
        props.onText(text.trim());
      } else return;
    } else return;
    event.preventDefault();
  };

  let before = "";
  return (
    <div class="combobox">
      <label class={props.labelled ? "label" : "visually-hidden"} for={`${id}-input`}>
        {props.label}
      </label>
      <input
        ref={input}
        id={`${id}-input`}
        data-search={props.shortcut ? "" : undefined}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && active >= 0 ? `${id}-${String(active)}` : undefined}
        aria-describedby={props.describedBy}
        required={props.required}
        placeholder={props.placeholder}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          setActive(-1);
          props.onType?.(event.currentTarget.value);
        }}
        onFocus={(event) => {
          event.currentTarget.select();
        }}
        onBlur={() => {
          setOpen(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        class="suggestions"
        role="listbox"
        aria-label={props.label}
        hidden={!shown || (found.length === 0 && (loading || asked === ""))}
      >
        {found.map((suggestion, at) => {
          const { node, match } = suggestion;
          const first = before !== node.__typename;
          before = node.__typename;
          return (
            <div key={node.id}>
              {first && (
                <div class="suggestion-type" aria-hidden="true">
                  {typesName(node.__typename, ui)}
                </div>
              )}
              <div
                id={`${id}-${String(at)}`}
                role="option"
                aria-selected={at === active}
                class="suggestion"
                onPointerDown={(event) => {
                  event.preventDefault(); // the input keeps the focus
                }}
                onClick={() => {
                  pick(suggestion);
                }}
              >
                <Dot type={node.__typename} />
                <span class="suggestion-name">
                  {match?.text === node.name ? <Highlight text={node.name} spans={match.spans} /> : node.name}
                </span>
                <span class="second-name">
                  {match && match.text !== node.name ? (
                    <Highlight text={match.text} spans={match.spans} />
                  ) : (
                    otherName(node)
                  )}
                </span>
              </div>
            </div>
          );
        })}
        {found.length === 0 && !loading && (
          <div class="suggestion none" role="option" aria-selected={false} aria-disabled="true">
            {say("noMatches", { text: asked })}
          </div>
        )}
      </div>
      <span class="visually-hidden" role="status">
        {shown && !loading ? say("suggestions", { count: found.length }) : ""}
      </span>
    </div>
  );
}
