/** Submits plans to job services of Beam runners. */
export {};
