// Takes plans of any Beam SDK over the Job API.
export {};
