/* Says that the pack is being made until it is there. Without this the sentence stays. */
const making = document.querySelector("[data-making]");

const done = () => {
  making.hidden = true;
};

// The page itself is loaded only once what is framed in it is; a PDF's own frame says nothing.
if (document.readyState === "complete") done();
else window.addEventListener("load", done);
