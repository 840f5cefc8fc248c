// Transforms of other SDKs, by their expansion services.
export {};
