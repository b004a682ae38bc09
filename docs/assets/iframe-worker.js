// The search runs in a Worker, which browsers refuse to pages that are opened as files. There, this
// has a hidden frame do its work. The theme looks for the name IFrameWorker.
if (location.protocol === "file:") {
  window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      this.onmessage = null;
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.appendChild(frame);
      const inside = frame.contentWindow;
      // Messages are copied into the frame one after the other, once its script is there.
      this.ready = new Promise((resolve, reject) => {
        inside.document.open();
        inside.document.write("<!doctype html><title>search</title><body></body>");
        inside.document.close();
        inside.postMessage = (data) => {
          const event = new MessageEvent("message", { data });
          this.dispatchEvent(event);
          if (this.onmessage) this.onmessage(event);
        };
        const load = (source) =>
          new Promise((loaded, failed) => {
            const script = inside.document.createElement("script");
            script.src = source;
            script.onload = loaded;
            script.onerror = failed;
            inside.document.body.appendChild(script);
          });
        inside.importScripts = (...sources) =>
          sources.reduce((before, source) => before.then(() => load(source)), Promise.resolve());
        load(new URL(url, document.baseURI).href).then(resolve, reject);
      });
      this.terminate = () => frame.remove();
      this.postMessage = (data) => {
        this.ready = this.ready.then(() =>
          inside.dispatchEvent(new inside.MessageEvent("message", { data: structuredClone(data) })),
        );
      };
    }
  };
  window.Worker = window.IFrameWorker;
}
