import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Words } from "./client.ts";
import { KEYWORDS } from "./keywords.ts";

interface Props {
  /** What the editor begins with; another object replaces what stands there. What is typed comes by `onChange` alone. */
  given: { readonly text: string };
  label: string;
  words: Promise<Words | null>;
  onChange: (text: string) => void;
  onRun: () => void;
}

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.string, tags.number], color: "var(--code-text)" },
  { tag: [tags.atom, tags.propertyName], color: "var(--code-term)" },
  { tag: tags.comment, color: "var(--ink-2)", fontStyle: "italic" },
]);
const THEME = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "0.92rem", maxHeight: "60vh" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", minHeight: "12rem" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-2)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--sunken)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--mark)",
  },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--line)", color: "var(--ink)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
});

/** CodeMirror with SPARQL's syntax, the ontology's words and Ctrl+Enter to run. The Tab key goes on to the next field. */
export function Editor(props: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const label = useRef(new Compartment());
  const now = useRef(props);
  now.current = props;
  useEffect(() => {
    if (!place.current) return;
    // In a shadow tree CodeMirror's styles are no style elements, which the page's Content-Security-Policy refuses.
    const root = place.current.shadowRoot ?? place.current.attachShadow({ mode: "open" });
    const run = (): boolean => {
      now.current.onRun();
      return true;
    };
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: now.current.given.text,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          highlightActiveLine(),
          EditorView.lineWrapping,
          StreamLanguage.define(sparql),
          syntaxHighlighting(COLOURS),
          autocompletion({ override: [(context) => complete(context, now.current.words)] }),
          keymap.of([{ key: "Mod-Enter", run }, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          label.current.of(EditorView.contentAttributes.of({ "aria-label": now.current.label })),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) now.current.onChange(update.state.doc.toString());
          }),
          THEME,
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    const there = view.current?.state.doc;
    if (there && there.toString() !== props.given.text)
      view.current?.dispatch({ changes: { from: 0, to: there.length, insert: props.given.text } });
  }, [props.given]);
  useEffect(() => {
    const named = EditorView.contentAttributes.of({ "aria-label": props.label });
    view.current?.dispatch({ effects: label.current.reconfigure(named) });
  }, [props.label]);
  return <div class="sparql-editor" ref={place} />;
}

/** Variables of the query, keywords, and the terms that are known without a declaration. */
async function complete(context: CompletionContext, words: Promise<Words | null>): Promise<CompletionResult | null> {
  const before = context.matchBefore(/[?$]?[\w:-]*/);
  if (!before || (before.from === before.to && !context.explicit)) return null;
  const known = await words;
  const variables = new Set(context.state.doc.toString().match(/[?$]\w+/g) ?? []);
  variables.delete(before.text);
  return {
    from: before.from,
    validFor: /^[?$]?[\w:-]*$/,
    options: [
      ...[...variables].map((name) => ({ label: name, type: "variable", boost: 2 })),
      ...(known?.terms ?? []).map((term) => ({ label: term, type: "property", boost: 1 })),
      ...KEYWORDS.map((keyword) => ({ label: keyword, type: "keyword" })),
    ],
  };
}
