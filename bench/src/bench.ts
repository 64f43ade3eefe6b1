/** `pnpm bench` and `pnpm bench explore`. */
await import(process.argv[2] === 'explore' ? './explore/main.js' : './main.js');
