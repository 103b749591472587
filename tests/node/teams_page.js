// Draws a card in a page as Teams would, as far as Microsoft's own renderer goes: its fonts, room and colours, light or dark.
window.draw = (card, theme) => {
  const dark = theme === "dark";
  const [ink, subtle, paper, page, line] = dark
    ? ["#ffffff", "#d6d6d6", "#292929", "#1f1f1f", "#525252"]
    : ["#242424", "#616161", "#ffffff", "#f5f5f5", "#d1d1d1"];
  const [button, edge, main] = dark ? ["#292929", "#666666", "#7f85f5"] : ["#ffffff", "#d1d1d1", "#5b5fc7"];
  const colors = (attention) => ({
    default: { default: ink, subtle },
    accent: { default: main, subtle: main },
    attention: { default: attention, subtle: attention },
  });
  const style = (backgroundColor, attention = dark ? "#e37d80" : "#b10e1c") => ({ backgroundColor, foregroundColors: colors(attention) });
  const config = new AdaptiveCards.HostConfig({
    fontFamily: "'Segoe UI', 'Lato', 'Liberation Sans', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    spacing: { small: 4, default: 10, medium: 14, large: 18, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: line },
    supportsInteractivity: true,
    containerStyles: { default: style(paper), emphasis: style(page), attention: style(dark ? "#3b1519" : "#fdf3f4", ink) },
    inputs: { label: { inputSpacing: "small", requiredInputs: { weight: "bolder", suffix: " *", suffixColor: "attention" }, optionalInputs: { weight: "bolder" } }, errorMessage: { color: "attention", weight: "bolder" } },
    actions: { maxActions: 6, spacing: "default", buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left", showCard: { actionMode: "inline", inlineTopMargin: 12, style: "default" } },
  });
  document.documentElement.lang = "en-GB";
  document.body.innerHTML = "<style></style><main></main>";
  document.querySelector("style").textContent = `
    * { box-sizing: border-box }
    body { margin: 0; background: ${page}; color-scheme: ${theme} }
    main { max-width: 640px; margin: 12px; padding: 4px; background: ${paper}; border-radius: 8px; box-shadow: 0 1px 3px #0004 }
    input, select, textarea { width: 100%; max-width: 100%; font: 14px 'Segoe UI', Lato, 'Liberation Sans', sans-serif; color: ${ink}; background: ${dark ? "#1f1f1f" : "#f5f5f5"}; border: 1px solid ${line}; border-radius: 4px; padding: 6px 8px }
    input[type=checkbox], input[type=radio] { width: auto; margin-right: 8px; flex: none }
    textarea { min-height: 96px }
    .ac-actionSet { flex-wrap: wrap; gap: 8px }
    .ac-actionSet > div { display: none }
    button { font: 600 14px 'Segoe UI', Lato, 'Liberation Sans', sans-serif; flex: 0 1 auto !important; padding: 6px 14px; color: ${ink}; background: ${button}; border: 1px solid ${edge}; border-radius: 4px; max-width: 100% }
    button.style-positive { background: ${main}; border-color: ${main}; color: ${dark ? "#000" : "#fff"} }
    .ac-horizontal-separator { width: 100% }`;
  window.asMarkdown = [];
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    window.asMarkdown.push(text);
    result.outputHtml = window.markdown(text);
    result.didProcess = true;
  };
  window.sent = null;
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = config;
  drawn.parse(card, new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5));
  drawn.onExecuteAction = (action) => { window.sent = { type: action.getJsonTypeName(), data: action.data }; };
  document.querySelector("main").append(drawn.render());
};
// Far from all of Markdown, but enough to change whatever is given to it.
window.markdown = (text) => `<p>${text.replace(/\*\*(.+?)\*\*/g, "<b>$1</b>").replace(/\[(.+?)\]\((.+?)\)/g, '<a href="$2">$1</a>').replace(/_(.+?)_/g, "<i>$1</i>")}</p>`;
