-- What an author does in Neovim on the Well Guide, with the server on the other side. Prints what came of it as JSON. The folder of the site
-- is the current one, and WELLPRESS is the program.
local root = vim.fn.getcwd()
local article = "content/articles/middle-back-stretches/index.md"
local patience = 30000

local function wait(what, is_there)
  if not vim.wait(patience, is_there, 10) then error("no " .. what) end
end

local config = { name = "wellpress", cmd = { vim.env.WELLPRESS, "lsp" }, root_dir = root, offset_encoding = "utf-16" }

local function open(file)
  vim.cmd("edit " .. file)
  -- Version 0.8 and newer have `start`.
  if vim.lsp.start then
    vim.lsp.start(config)
  else
    config.id = config.id or vim.lsp.start_client(config)
    vim.lsp.buf_attach_client(0, config.id)
  end
end

local function request(method, params)
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, patience))
  for _, answer in pairs(answers) do
    if answer.error or answer.err then error(vim.inspect(answer)) end
    return answer.result
  end
end

-- Puts the cursor behind the first place of some words, and returns the parameters of a request there.
local function at(words)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local _, last = line:find(words, 1, true)
    if last then
      vim.api.nvim_win_set_cursor(0, { number, last - 1 })
      return vim.lsp.util.make_position_params(0, "utf-16")
    end
  end
  error("no " .. words)
end

local function codes()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    local code = diagnostic.code or vim.tbl_get(diagnostic, "user_data", "lsp", "code")
    if diagnostic.source == "wellpress" then found[code] = diagnostic end
  end
  return found
end

local function has_line(words)
  return vim.fn.search("\\V" .. words, "nw") > 0
end

local result = {}
open(article)
local clients = vim.lsp.get_clients or vim.lsp.get_active_clients
wait("server", function() return #clients() == 1 and clients()[1].initialized end)

-- A mistake in a text that is not saved, and the fix.
vim.fn.append(vim.fn.line("$"), { "", "It may ease with [@sawicki-2012]." })
wait("finding", function() return codes()["citation-unknown"] end)
local range = vim.lsp.util.make_given_range_params({ vim.fn.line("$"), 0 }, { vim.fn.line("$"), 30 }, 0, "utf-16")
range.context = { diagnostics = {} }
for _, action in ipairs(request("textDocument/codeAction", range)) do
  if action.title:find("^Change to") then vim.lsp.util.apply_workspace_edit(action.edit, "utf-16") end
end
result.fixed = has_line("ease with [@sawicki-2021].")
wait("correction", function() return not codes()["citation-unknown"] end)

-- Completion, hover, definition, outline.
vim.fn.append(vim.fn.line("$"), { "", "See [@saw]." })
local completions = request("textDocument/completion", at("See [@saw"))
result.completed = vim.tbl_map(function(item) return item.label end, completions.items)
vim.cmd("undo")
result.hover = request("textDocument/hover", at("[@sawicki")).contents.value
result.definition = request("textDocument/definition", at("[@sawicki")).uri
local outline = request("textDocument/documentSymbol", { textDocument = vim.lsp.util.make_text_document_params() })
result.outline = vim.tbl_map(function(symbol) return symbol.name end, outline)

-- A key gets another name in this text, which is not saved, and in the library.
local rename = at("[@sawicki")
rename.newName = "sawicki-fractures"
vim.lsp.util.apply_workspace_edit(request("textDocument/rename", rename), "utf-16")
result.renamed = has_line("[@sawicki-fractures]") and not has_line("[@sawicki-2021]")
vim.cmd("wall")
wait("site without unknown keys", function() return not codes()["citation-unknown"] end)

io.stdout:write(vim.fn.json_encode(result))
vim.cmd("qall!")
