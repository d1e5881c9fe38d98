/** Limits that the specification itself sets. */

/** Bytes of a variable byte integer (MQTT 5.0 §1.5.5). */
export const MAXIMUM_VARIABLE_BYTE_INTEGER_BYTES = 4;
/** The largest remaining length, bytes (MQTT 5.0 §2.1.4). */
export const MAXIMUM_REMAINING_LENGTH = 268_435_455;
/** Bytes of a string or of binary data (MQTT 5.0 §1.5.4, §1.5.6). */
export const MAXIMUM_STRING_BYTES = 65_535;
/** The largest packet identifier (MQTT 5.0 §2.2.1). */
export const MAXIMUM_PACKET_ID = 65_535;
/** The default of Receive Maximum (MQTT 5.0 §3.1.2.11.3). */
export const DEFAULT_RECEIVE_MAXIMUM = 65_535;
/** Session Expiry Interval that never ends (MQTT 5.0 §3.1.2.11.2), seconds. */
export const SESSION_NEVER_EXPIRES = 0xffff_ffff;
/** The largest topic alias (MQTT 5.0 §3.3.2.3.4). */
export const MAXIMUM_TOPIC_ALIAS = 65_535;
/** The largest Maximum Packet Size: four bytes (MQTT 5.0 §3.1.2.11.4), bytes. */
export const MAXIMUM_PACKET_SIZE = 0xffff_ffff;
/** The largest Subscription Identifier (MQTT 5.0 §3.8.2.1.2). */
export const MAXIMUM_SUBSCRIPTION_IDENTIFIER = 268_435_455;
