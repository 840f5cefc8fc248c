/** A number that two runs have in common exactly when they did the same things in the same order (FNV-1a, 32 bits). */
export class Trace {
  private sum = 0x811c9dc5;

  note(text: string): void {
    for (let i = 0; i < text.length; i++)
      this.sum = Math.imul(this.sum ^ text.charCodeAt(i), 0x01000193) >>> 0;
    this.sum = Math.imul(this.sum ^ 10, 0x01000193) >>> 0;
  }

  get hash(): string {
    return this.sum.toString(16).padStart(8, '0');
  }
}
