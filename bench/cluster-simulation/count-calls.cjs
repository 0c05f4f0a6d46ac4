/** Counts a process's calls of the file system that name a folder. Loaded before papermake, it leaves the counts of $COUNT_UNDER in the file $COUNT_INTO. */
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const { isMainThread } = require('node:worker_threads');

const names = [
  ...['existsSync', 'linkSync', 'mkdirSync', 'openSync', 'readdirSync', 'readFileSync', 'renameSync'],
  ...['rmSync', 'statSync', 'utimesSync', 'writeFileSync'],
];

function count(under) {
  const began = Date.now();
  const counts = { calls: {}, seconds: {}, listed: 0 };
  const note = (name) => {
    counts.calls[name] = (counts.calls[name] ?? 0) + 1;
    const second = Math.floor((Date.now() - began) / 1000);
    counts.seconds[second] = (counts.seconds[second] ?? 0) + 1;
  };
  for (const name of names) {
    const real = fs[name];
    fs[name] = function counted(path, ...rest) {
      const isOurs = typeof path === 'string' && path.includes(under);
      if (isOurs) note(name);
      const result = real.call(fs, path, ...rest);
      if (isOurs && name === 'readdirSync') counts.listed += result.length;
      return result;
    };
  }
  syncBuiltinESMExports();
  return counts;
}

const { COUNT_UNDER: under, COUNT_INTO: into } = process.env;
if (under && isMainThread && process.argv[1]?.includes('papermake')) {
  const counts = count(under);
  process.on('exit', () => fs.writeFileSync(into, JSON.stringify(counts)));
}

module.exports = { count };
