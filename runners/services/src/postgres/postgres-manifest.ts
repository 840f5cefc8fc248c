/** The version of the packages that hold Postgres; all of them are called beta. */
export const POSTGRES_PACKAGE_VERSION = '18.4.0-beta.17';

/** The version of Postgres that hornbeam starts. */
export const POSTGRES_VERSION = '18.4';

/** The package for each platform, and its content as the registry's clients check it (SRI, SHA-512). */
export const postgresManifest: ReadonlyMap<string, string> = new Map([
  [
    'linux-x64',
    'sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==',
  ],
  [
    'linux-arm64',
    'sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==',
  ],
  [
    'darwin-arm64',
    'sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==',
  ],
  [
    'darwin-x64',
    'sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==',
  ],
]);
