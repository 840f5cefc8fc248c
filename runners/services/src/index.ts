/** Real servers from the package registries, started without root or containers. */
export {};
