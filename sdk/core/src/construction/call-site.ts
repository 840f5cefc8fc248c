/** The folder of the SDK's own code, as stack traces name it: frames inside it are not the user's. */
const sdkRoot = import.meta.url.replace(/construction\/call-site\.[jt]s.*$/, '');
const sdkPath = sdkRoot.replace(/^file:\/\//, '');

/** How many frames to ask for: transforms made of transforms lie deeper than the ten that are usual. */
const FRAMES = 100;

/**
 * The user's line that is calling into the SDK, as `file:line:column`, or undefined when the engine gives no
 * stack. Positions pass through source maps where the host has switched them on.
 */
export function callSite(): string | undefined {
  const stack = deepStack();
  if (stack === undefined) return undefined;
  for (const frame of stack.split('\n').slice(1)) {
    // A path stands at the end, behind "at " or in parentheses. Files of the engine are no paths (node:…), and
    // evaluated code has none of its own.
    if (frame.includes('(eval at ')) continue;
    const place = /[\s(]((?:file:\/\/|\/|[A-Za-z]:[\\/]).*:\d+:\d+)\)?$/.exec(frame)?.[1];
    if (place === undefined || place.startsWith(sdkRoot) || place.startsWith(sdkPath)) continue;
    return place.replace(/^file:\/\//, '').replace(/\?[^:]*(?=:\d+:\d+$)/, '');
  }
  return undefined;
}

function deepStack(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  try {
    return new Error().stack;
  } finally {
    Error.stackTraceLimit = limit;
  }
}
