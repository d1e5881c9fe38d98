import { z } from "zod";
import { instant } from "../contract.ts";

/** Each role may what those before it may: look at everything; act on messages and clients; end sessions. */
export const pageRole = z.enum(["look", "act", "admin"]);
export type PageRole = z.infer<typeof pageRole>;

const MAXIMUM_LOGIN_CHARACTERS = 1024;
const secret = z.string().min(1).max(MAXIMUM_LOGIN_CHARACTERS);

/** A name and its password, or the token that the server printed at its start. */
export const loginRequest = z.union([
  z.strictObject({ name: secret, password: secret }),
  z.strictObject({ token: secret }),
]);
export type LoginRequest = z.input<typeof loginRequest>;

/** Who asks, and how one logs in. */
export const me = z.object({
  /** `none`: everybody who reaches the server is let in, and may do everything. */
  login: z.enum(["none", "password", "token"]),
  /** Absent while nobody is logged in. */
  user: z.object({ name: z.string(), role: pageRole }).optional(),
  /** When the login ends at the latest; absent where only the server's end ends it. */
  expiresAt: instant.optional(),
});
export type Me = z.infer<typeof me>;
