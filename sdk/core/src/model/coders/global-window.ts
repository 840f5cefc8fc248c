import { GLOBAL_WINDOW, type Window } from '../window.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { ContextFreeCoder } from './context-free.js';
import { mismatch } from './mismatch.js';
import { coderUrns } from './urns.js';

/** The global window, in no bytes at all (`beam:coder:global_window:v1`). */
export class GlobalWindowCoder extends ContextFreeCoder<Window> {
  readonly urn = coderUrns.globalWindow;
  readonly components = [];
  readonly deterministic = true;

  encode(window: Window, _writer: ByteWriter): void {
    if (window !== GLOBAL_WINDOW) throw mismatch('global_window', 'the global window', window);
  }

  decode(_reader: ByteReader): Window {
    return GLOBAL_WINDOW;
  }

  estimateSize(): number {
    return 0;
  }
}
