import { describe, expect, it } from 'vitest';
import type { Rate } from './inputs.js';
import { changeText, convert, decimalText, toCents } from './money.js';

const rate = (perDollar: string, minorDigits = 2): Rate => ({ currency: 'EUR', perDollar, minorDigits });

describe('money', () => {
  it('turns amounts into cents without going through fractions', () => {
    expect(['0.00', '0.07', '1.10', '4.35', '-12.05', '-0.50', '123456789012.34'].map(toCents)).toEqual([
      0, 7, 110, 435, -1205, -50, 12345678901234,
    ]);
    for (let cents = -2000; cents <= 2000; cents++) expect(toCents(decimalText(cents))).toBe(cents);
  });

  it('writes amounts with the decimals of their currency', () => {
    expect(decimalText(1234)).toBe('12.34');
    expect(decimalText(-5)).toBe('-0.05');
    expect(decimalText(1234, 0)).toBe('1234');
    expect(decimalText(7, 3)).toBe('0.007');
  });

  it('converts to the smallest unit of the other currency', () => {
    expect(convert(1177, rate('1'))).toBe(1177);
    expect(convert(1177, rate('1.47'))).toBe(1730);
    expect(convert(1177, rate('139.00', 0))).toBe(1636);
    expect(convert(1000, rate('0.376', 3))).toBe(3760);
  });

  it('rounds halves away from zero, in both directions', () => {
    expect(convert(1, rate('0.5'))).toBe(1);
    expect(convert(-1, rate('0.5'))).toBe(-1);
    expect(convert(3, rate('0.5'))).toBe(2);
    expect(convert(1, rate('0.499999'))).toBe(0);
    expect(convert(-1, rate('0.499999'))).toBe(0);
  });

  it('converts amounts exactly that would lose digits as fractions', () => {
    expect(convert(99_999_999_999, rate('999.999999'))).toBe(99_999_999_899_000);
    // 1.005 * 100 is 100.49999999999999 in floating point.
    expect(convert(100, rate('1.005'))).toBe(101);
  });

  it('says changes in per cent with one decimal, and nothing where there is nothing to compare with', () => {
    expect(changeText(15_00, 10_00)).toBe('+50.0');
    expect(changeText(9_99, 10_00)).toBe('-0.1');
    expect(changeText(10_00, 10_00)).toBe('0.0');
    expect(changeText(0, 10_00)).toBe('-100.0');
    expect(changeText(10_00, 0)).toBe('');
    expect(changeText(5_00, -10_00)).toBe('+150.0');
  });
});
