import { describe, expect, it } from 'vitest';
import type { Payment } from './payment.js';
import { suspicionOf } from './suspicion.js';

const payment = (cents: number): Payment => ({ card: '1', cents, at: 0 });
const payments = (...cents: number[]): Payment[] => cents.map(payment);

describe('a payment is suspicious', () => {
  it('when it is large and the card was tried with less than a dollar before', () => {
    expect(suspicionOf(payment(10_000), payments(99))).toBe('tested');
    expect(suspicionOf(payment(10_000), payments(2000, 99, 2000))).toBe('tested');
  });

  it('when it is the fifth or a later one', () => {
    expect(suspicionOf(payment(1), payments(1, 1, 1, 1))).toBe('burst');
    expect(suspicionOf(payment(1), payments(1, 1, 1, 1, 1))).toBe('burst');
  });

  it('not without these signs', () => {
    expect(suspicionOf(payment(10_000), [])).toBeUndefined();
    expect(suspicionOf(payment(10_000), payments(100))).toBeUndefined();
    expect(suspicionOf(payment(9999), payments(99))).toBeUndefined();
    expect(suspicionOf(payment(1), payments(1, 1, 1))).toBeUndefined();
  });
});
