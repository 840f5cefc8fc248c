/** See link.mjs. */
export declare class Link {
  port: number;
  target: number;
  static open(port: number): Promise<Link>;
  cut(): void;
  cutAfter(bytes: number): void;
  mend(): void;
  close(): void;
}
