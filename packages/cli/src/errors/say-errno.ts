/** What the operating system says, in words, with its own word behind them. */
export const sayErrno = (code: string): string => (words[code] === undefined ? code : `${words[code]} (${code})`);

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such directory',
  ENOTDIR: 'part of its path is not a directory',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  ELOOP: 'its symbolic links go round in circles',
  ENAMETOOLONG: 'its name is too long',
  ENXIO: 'nobody is at the other end',
};
