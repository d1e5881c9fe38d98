import { useMediaQuery } from "../../lib/media.ts";

const ROW_PIXELS = 24;
const TOUCH_ROW_PIXELS = 36;

/** The height of a row, pixels: more where a finger has to hit it. */
export function useRowHeight(): number {
  return useMediaQuery("(pointer: coarse)") ? TOUCH_ROW_PIXELS : ROW_PIXELS;
}
