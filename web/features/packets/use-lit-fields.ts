import { useCallback, useMemo, useState } from "react";
import type { Field } from "../../../protocol/dissect/field.ts";
import type { ByteRange } from "../../lib/hex.ts";
import { type FieldRow, fieldRows, keysOfByte } from "./field-rows.ts";

/** Fields and bytes that light each other up. */
export interface LitFields {
  readonly rows: readonly FieldRow[];
  readonly selectedKey: string | undefined;
  readonly range: ByteRange | undefined;
  readonly selectField: (row: FieldRow) => void;
  readonly selectBytes: (range: ByteRange | undefined) => void;
  readonly toggle: (key: string, isExpanded: boolean) => void;
}

const NOTHING_CLOSED: ReadonlySet<string> = new Set();

/** A field that is chosen lights its bytes; one byte that is chosen lights its field, a run of them itself alone. */
export function useLitFields(fields: readonly Field[]): LitFields {
  const [closed, setClosed] = useState(NOTHING_CLOSED);
  const [selectedKey, setSelectedKey] = useState<string>();
  const [range, setRange] = useState<ByteRange>();
  const rows = useMemo(() => fieldRows(fields, closed), [fields, closed]);

  const toggle = useCallback((key: string, isExpanded: boolean) => {
    setClosed((before) => {
      const after = new Set(before);
      if (isExpanded) after.delete(key);
      else after.add(key);
      return after;
    });
  }, []);
  const selectField = useCallback(({ key, field }: FieldRow) => {
    setSelectedKey(key);
    setRange({ anchor: field.offset, head: field.offset + field.length - 1 });
  }, []);
  const selectBytes = useCallback(
    (next: ByteRange | undefined) => {
      setRange(next);
      if (next === undefined || next.anchor !== next.head) {
        setSelectedKey(undefined);
        return;
      }
      const keys = keysOfByte(fields, next.head);
      setSelectedKey(keys.at(-1));
      setClosed((before) => new Set([...before].filter((key) => !keys.includes(key))));
    },
    [fields],
  );
  return { rows, selectedKey, range, selectField, selectBytes, toggle };
}
