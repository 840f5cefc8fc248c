import type { Finding } from './finding.js';

/** Compiles a line of TypeScript: esbuild is a program of its own for each platform. */
export async function examineCompiler(): Promise<Finding[]> {
  try {
    const { transform, version } = await import('esbuild');
    const { code } = await transform('export const one: number = 1;', { loader: 'ts' });
    if (code.includes('const one = 1'))
      return [{ level: 'ok', what: `esbuild ${version} compiles TypeScript` }];
    return [
      { level: 'fail', what: `esbuild ${version} gives wrong code`, fix: 'install @hornbeam/cli again' },
    ];
  } catch (thrown) {
    return [
      {
        level: 'fail',
        what: `esbuild does not start: ${(thrown as Error).message.split('\n')[0]}`,
        fix: 'install again on this machine, without --no-optional: its program differs between platforms',
      },
    ];
  }
}
