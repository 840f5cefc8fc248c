/** The default of a bytes field. Without content it cannot change, so one is enough. */
export const noBytes = new Uint8Array(0);
