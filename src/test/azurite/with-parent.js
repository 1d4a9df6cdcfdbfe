// Loaded before Azurite: ends it when the process that started it is gone, however that went. The
// pipe to our standard input is closed by the operating system then.
process.stdin.on("end", () => process.exit(0));
process.stdin.on("error", () => process.exit(0));
process.stdin.resume();
