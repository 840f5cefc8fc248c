/** How a request is answered: a status, and the reason for one that is no success. */
export interface Answer {
  readonly status: number;
  readonly reason?: string;
  /** Seconds after which to come again. */
  readonly retryAfter?: number;
}

/**
 * What one request brought, from its first byte until it is answered.
 *
 * Owns: whom to answer, how many of its elements are not committed yet.
 *
 * Invariants:
 *  D1  everybody who asked is answered once, all the same.
 *  D2  the answer is a success only when every element is committed.
 */
export class Delivery {
  private answer: Answer | undefined;
  private readonly asking: ((answer: Answer) => void)[] = [];
  private uncommitted = 0;

  /** Answers as soon as the answer is known. */
  onAnswer(tell: (answer: Answer) => void): void {
    if (this.answer === undefined) this.asking.push(tell);
    else tell(this.answer);
  }

  /** It holds so many elements, at least one. */
  holds(elements: number): void {
    this.uncommitted = elements;
  }

  /** One of its elements is safely kept. */
  committed(): void {
    if (--this.uncommitted === 0) this.settle({ status: 202 });
  }

  /** Answers; what is said later does not count. */
  settle(answer: Answer): void {
    if (this.answer !== undefined) return;
    this.answer = answer;
    for (const tell of this.asking.splice(0)) tell(answer);
  }
}
