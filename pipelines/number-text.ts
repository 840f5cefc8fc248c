import { z } from 'zod';

/** A decimal number in a CSV file, such as `27.97` or `-4`. An empty field is no number, unlike with `Number('')`. */
export const decimal = z
  .string()
  .regex(/^-?\d{1,15}(\.\d{1,9})?$/, 'must be a decimal number')
  .transform(Number);

/** A whole number in a CSV file that is not negative. */
export const whole = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);
