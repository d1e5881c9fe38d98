import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The page: `vite build`. The server: `vite build --ssr` (see package.json). */
export default defineConfig(({ isSsrBuild }) => ({
  // Relative: the server writes its base path into the page.
  base: "./",
  plugins: isSsrBuild ? [] : [react(), tailwindcss()],
  build: isSsrBuild
    ? {
        outDir: "dist/server",
        target: "node20",
        emptyOutDir: true,
        sourcemap: true,
        minify: false,
        copyPublicDir: false,
        // for a build that names no entry of its own
        rollupOptions: {
          input: { main: "server/main.ts", "check-worker": "server/adapters/store/lmdb/check-worker.ts" },
          // beside the entries: what is started by its address is looked for there
          output: { chunkFileNames: "[name]-[hash].js" },
        },
      }
    : { outDir: "dist/page", target: "es2023", emptyOutDir: true, chunkSizeWarningLimit: 900 },
  worker: { format: "es" },
  server: {
    proxy: {
      "/api": "http://127.0.0.1:8080",
      "/mqtt": { target: "ws://127.0.0.1:8080", ws: true },
    },
  },
}));
