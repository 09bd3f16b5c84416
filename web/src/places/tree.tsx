import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useSay } from "../i18n/index.ts";
import { useAddress } from "../state/address.ts";
import { type Card, otherName } from "../ui/types.ts";

export interface Branch {
  readonly card: Card;
  readonly parts: number;
}

interface Props {
  roots: readonly Branch[];
  childrenOf: ReadonlyMap<string, readonly Branch[]>;
  open: ReadonlySet<string>;
  selected: string | null;
  onToggle: (id: string) => void;
  onSelect: (id: string) => void;
}

interface Line {
  readonly branch: Branch;
  readonly depth: number;
  readonly parent: string | null;
  readonly at: number;
  readonly of: number;
}

/** A tree of one tab stop, moved in by arrow keys: the pattern of the ARIA Authoring Practices, "Tree View". */
export function Tree({ roots, childrenOf, open, selected, onToggle, onSelect }: Props): JSX.Element {
  const say = useSay();
  const { ui } = useAddress();
  const lines: Line[] = [];
  const walk = (all: readonly Branch[], depth: number, parent: string | null): void => {
    all.forEach((branch, at) => {
      lines.push({ branch, depth, parent, at: at + 1, of: all.length });
      if (open.has(branch.card.id)) walk(childrenOf.get(branch.card.id) ?? [], depth + 1, branch.card.id);
    });
  };
  walk(roots, 1, null);
  const [focused, setFocused] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const current = focused ?? selected ?? lines[0]?.branch.card.id ?? null;
  useEffect(() => {
    if (focused) list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }, [focused]);
  const onKeyDown = (event: KeyboardEvent, line: Line, index: number): void => {
    const { id } = line.branch.card;
    const isOpen = open.has(id);
    const go = (at: number): void => {
      const there = lines[Math.max(0, Math.min(lines.length - 1, at))];
      if (there) setFocused(there.branch.card.id);
    };
    if (event.key === "ArrowDown") go(index + 1);
    else if (event.key === "ArrowUp") go(index - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(lines.length - 1);
    else if (event.key === "ArrowRight" && line.branch.parts > 0) {
      if (isOpen) go(index + 1);
      else onToggle(id);
    } else if (event.key === "ArrowLeft") {
      if (isOpen) onToggle(id);
      else if (line.parent) setFocused(line.parent);
    } else if (event.key === "Enter" || event.key === " ") onSelect(id);
    else return;
    event.preventDefault();
  };
  return (
    <div class="tree" role="tree" aria-label={say("placeTree")} ref={list}>
      {lines.map((line, index) => {
        const { card, parts } = line.branch;
        const isOpen = open.has(card.id);
        return (
          <div
            key={card.id}
            role="treeitem"
            data-id={card.id}
            aria-level={line.depth}
            aria-posinset={line.at}
            aria-setsize={line.of}
            aria-selected={card.id === selected}
            aria-expanded={parts > 0 ? isOpen : undefined}
            tabIndex={
              card.id === current || (index === 0 && !lines.some((one) => one.branch.card.id === current)) ? 0 : -1
            }
            class="branch"
            style={{ "--depth": String(line.depth - 1) }}
            onKeyDown={(event) => {
              onKeyDown(event, line, index);
            }}
            onClick={() => {
              setFocused(card.id);
              onSelect(card.id);
              if (parts > 0 && !isOpen) onToggle(card.id);
            }}
          >
            <span
              class={parts > 0 ? (isOpen ? "twist open" : "twist") : "twist none"}
              aria-hidden="true"
              onClick={(event) => {
                if (parts === 0) return;
                event.stopPropagation();
                onToggle(card.id);
              }}
            />
            <span class="branch-name">{card.name}</span>
            <span class="second-name" lang={ui === "zh" ? "en" : "zh-Hans"}>
              {otherName(card)}
            </span>
            {parts > 0 && line.depth > 1 && <span class="count">{parts}</span>}
          </div>
        );
      })}
    </div>
  );
}
