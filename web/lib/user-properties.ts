import type { UserProperty } from "../../protocol/packets.ts";

/** One user property as it is being written. */
export interface UserPropertyField {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

/** The properties of a message, as many and in the order they are written in (MQTT 5.0 §3.3.2.3.7). */
export function userPropertiesOf(fields: readonly UserPropertyField[]): readonly UserProperty[] {
  return fields.map(({ name, value }) => [name, value]);
}

/** The fields that properties fill. */
export function userPropertyFieldsOf(
  properties: readonly UserProperty[] | undefined,
): readonly UserPropertyField[] {
  return (properties ?? []).map(([name, value], id) => ({ id, name, value }));
}

/** Those that have no name yet. */
export function namelessIdsOf(fields: readonly UserPropertyField[]): readonly number[] {
  return fields.filter(({ name }) => name === "").map(({ id }) => id);
}
