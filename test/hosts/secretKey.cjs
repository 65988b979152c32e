/**
 * Loaded into a server host before VS Code. The workbench keeps secrets encrypted in the browser, with half of the key from the
 * server that it is served by: `POST /mint-key`, which the bare VS Code server does not have. Without it, secrets are forgotten
 * with the page. The half is kept in the server's data folder.
 */
'use strict';
const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const dataFolder = process.argv[process.argv.indexOf('--server-data-dir') + 1];

function keyHalf() {
  const file = path.join(dataFolder, 'secret-key-half');
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return fs.readFileSync(file);
}

// The processes that the server starts do without: their own servers are none of ours.
process.execArgv.splice(process.execArgv.indexOf('--require'), 2);

const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function (event, request, response, ...rest) {
  if (event === 'request' && request.method === 'POST' && request.url.split('?')[0] === '/mint-key') {
    response.end(keyHalf());
    return true;
  }
  return emit.call(this, event, request, response, ...rest);
};
