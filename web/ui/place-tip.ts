const GAP_PIXELS = 6;
const EDGE_PIXELS = 8;

/** Puts a bubble under its anchor, or above where there is no room, and inside the window. */
export function placeTip(anchor: Element, bubble: HTMLElement): void {
  const around = anchor.getBoundingClientRect();
  const own = bubble.getBoundingClientRect();
  const isRoomBelow = around.bottom + GAP_PIXELS + own.height + EDGE_PIXELS <= window.innerHeight;
  const top = isRoomBelow ? around.bottom + GAP_PIXELS : around.top - GAP_PIXELS - own.height;
  const centred = around.left + around.width / 2 - own.width / 2;
  const rightmost = window.innerWidth - EDGE_PIXELS - own.width;
  bubble.style.left = `${Math.max(EDGE_PIXELS, Math.min(centred, rightmost))}px`;
  bubble.style.top = `${Math.max(EDGE_PIXELS, top)}px`;
}
