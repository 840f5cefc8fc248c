/** A store in LevelDB, for state whose keys do not fit memory. Needs the package `classic-level`. */
export { holdsLevelStore, LEVEL_FOLDER } from './level-folder.js';
export { type LevelStoreSettings, openLevelStore } from './open-level-store.js';
