import { posix } from 'node:path';
import ts from 'typescript';
import { pathOf } from '../tidy/repository.js';

/**
 * Type-checks texts as modules of the folder test/docs, with the packages as users get them (their built
 * declarations). The texts are never written to disk.
 * @returns for each name of `texts` the errors, as `line: message` with lines counted from 1
 */
export function typeErrors(texts: ReadonlyMap<string, string>): Map<string, string[]> {
  const read = ts.readConfigFile(pathOf('test/tsconfig.json'), ts.sys.readFile);
  const { options: strict } = ts.parseJsonConfigFileContent(read.config, ts.sys, pathOf('test'));
  const options: ts.CompilerOptions = {
    ...strict,
    // An example may define more than it uses.
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
  const names = new Map([...texts.keys()].map((name) => [pathOf(posix.join('test/docs', name)), name]));
  const textAt = (path: string): string | undefined => texts.get(names.get(path) ?? '');
  const host = ts.createCompilerHost(options);
  const disk = { fileExists: host.fileExists, readFile: host.readFile, getSourceFile: host.getSourceFile };
  host.fileExists = (path) => names.has(path) || disk.fileExists(path);
  host.readFile = (path) => textAt(path) ?? disk.readFile(path);
  host.getSourceFile = (path, languageOptions, ...rest) => {
    const text = textAt(path);
    return text === undefined
      ? disk.getSourceFile(path, languageOptions, ...rest)
      : ts.createSourceFile(path, text, languageOptions);
  };
  const program = ts.createProgram([...names.keys()], options, host);
  const errors = new Map<string, string[]>([...texts.keys()].map((name) => [name, []]));
  for (const [path, name] of names) {
    const file = program.getSourceFile(path);
    for (const { start = 0, messageText } of ts.getPreEmitDiagnostics(program, file)) {
      const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
      errors.get(name)?.push(`${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
    }
  }
  return errors;
}
