//! What an operator's text may say: first its tokens, one tag after the other, then its syntax tree. The order is the
//! point: parser, compiler and the tree's own end recurse, and a stack that overflows ends the program, not the request.

use minijinja::machinery::{Token, WhitespaceConfig, ast, parse, tokenize};
use rocket_dyn_templates::minijinja::syntax::SyntaxConfig;
use serde_json::{Map, Value};

use super::render::RenderError;

/// Longest text, in bytes.
const MAX_TEXT: usize = 20_000;
/// Most `{{ }}` and `{% %}`.
const MAX_TAGS: usize = 200;
/// Most words and signs in one of them.
const MAX_TOKENS: usize = 40;
/// Blocks within blocks; an `elif` is one more, for the engine nests it.
const MAX_NESTING: usize = 20;
/// Loops within loops.
const MAX_LOOPS: usize = 2;

pub(super) const WHITESPACE: WhitespaceConfig = WhitespaceConfig {
    keep_trailing_newline: true,
    lstrip_blocks: false,
    trim_blocks: false,
};

/// What may follow `|`.
pub(super) const FILTERS: [&str; 8] = [
    "capitalize",
    "default",
    "lower",
    "safe",
    "title",
    "trim",
    "truncate",
    "upper",
];

/// Refuses what is not on the list. After this the text may be compiled on a stack of any usual size.
pub(super) fn check(text: &str, variables: &Map<String, Value>) -> Result<(), RenderError> {
    if text.len() > MAX_TEXT {
        return Err(RenderError::TooLong);
    }
    scan(text)?;
    let tree = parse(text, "text", SyntaxConfig, WHITESPACE)
        .map_err(|error| RenderError::not_understood(&error))?;
    match &tree {
        ast::Stmt::Template(root) => Tree { variables }.body(&root.children, &mut Vec::new()),
        _ => Err(RenderError::NotUnderstood { line: 1 }),
    }
}

/// Counts words and signs without any recursion.
fn scan(text: &str) -> Result<(), RenderError> {
    let mut tags = 0;
    let mut in_tag = 0;
    let mut opens_block = false;
    let mut blocks: Vec<usize> = Vec::new();
    for found in tokenize(text, false, SyntaxConfig, WHITESPACE) {
        let (token, span) = found.map_err(|error| RenderError::not_understood(&error))?;
        let line = usize::from(span.start_line);
        in_tag += 1;
        match &token {
            Token::TemplateData(_) | Token::VariableEnd | Token::BlockEnd => {
                in_tag = 0;
                continue;
            }
            Token::VariableStart | Token::BlockStart => {
                tags += 1;
                in_tag = 0;
            }
            Token::Ident(word) if opens_block => nest(&mut blocks, word, line)?,
            sign if is_refused(sign) => {
                return Err(RenderError::not_allowed(line, &sign.to_string()));
            }
            _ => {}
        }
        opens_block = matches!(token, Token::BlockStart);
        if tags > MAX_TAGS {
            return Err(RenderError::TooManyTags);
        }
        if in_tag > MAX_TOKENS {
            return Err(RenderError::TagTooLong { line });
        }
    }
    Ok(())
}

/// Follows the blocks by their first words; others than these are refused before they are parsed.
fn nest(blocks: &mut Vec<usize>, word: &str, line: usize) -> Result<(), RenderError> {
    match word {
        "if" | "for" => blocks.push(1),
        "elif" => match blocks.last_mut() {
            Some(depth) => *depth += 1,
            None => return Err(RenderError::NotUnderstood { line }),
        },
        "endif" | "endfor" => drop(blocks.pop()),
        "else" => {}
        other => return Err(RenderError::not_allowed(line, other)),
    }
    if blocks.iter().sum::<usize>() > MAX_NESTING {
        return Err(RenderError::TooDeep { line });
    }
    Ok(())
}

fn is_refused(sign: &Token<'_>) -> bool {
    matches!(
        sign,
        Token::Plus
            | Token::Minus
            | Token::Mul
            | Token::Div
            | Token::FloorDiv
            | Token::Pow
            | Token::Mod
            | Token::Tilde
            | Token::Colon
            | Token::BracketOpen
            | Token::BracketClose
            | Token::BraceOpen
            | Token::BraceClose
    )
}

/// The walk over the tree, which the scan has made shallow.
struct Tree<'v> {
    variables: &'v Map<String, Value>,
}

impl Tree<'_> {
    /// `items` are the names that the loops around have given.
    fn body<'a>(
        &self,
        body: &[ast::Stmt<'a>],
        items: &mut Vec<&'a str>,
    ) -> Result<(), RenderError> {
        for statement in body {
            match statement {
                ast::Stmt::EmitRaw(_) => {}
                ast::Stmt::EmitExpr(emit) => self.expression(&emit.expr, items)?,
                ast::Stmt::IfCond(condition) => {
                    self.expression(&condition.expr, items)?;
                    self.body(&condition.true_body, items)?;
                    self.body(&condition.false_body, items)?;
                }
                ast::Stmt::ForLoop(found) => self.each(found, items)?,
                // The scan lets no other word begin a block.
                _ => return Err(RenderError::NotUnderstood { line: 1 }),
            }
        }
        Ok(())
    }

    fn each<'a>(
        &self,
        found: &ast::ForLoop<'a>,
        items: &mut Vec<&'a str>,
    ) -> Result<(), RenderError> {
        let line = line_of(&found.iter);
        if items.len() >= MAX_LOOPS {
            return Err(RenderError::TooDeep { line });
        }
        if found.recursive {
            return Err(RenderError::not_allowed(line, "recursive"));
        }
        if let Some(condition) = &found.filter_expr {
            return Err(RenderError::not_allowed(line_of(condition), "for … if"));
        }
        let ast::Expr::Var(item) = &found.target else {
            return Err(RenderError::not_allowed(line, ","));
        };
        match &found.iter {
            ast::Expr::Var(list) if self.variables.get(list.id).is_some_and(Value::is_array) => {}
            ast::Expr::Var(list) => return Err(RenderError::not_a_list(line, list.id)),
            other => return Err(RenderError::not_allowed(line, other.description())),
        }
        self.body(&found.else_body, items)?;
        items.push(item.id);
        self.body(&found.body, items)?;
        items.pop();
        Ok(())
    }

    fn expression(&self, found: &ast::Expr<'_>, items: &[&str]) -> Result<(), RenderError> {
        match found {
            ast::Expr::Const(_) => Ok(()),
            ast::Expr::Var(variable) => {
                if self.variables.contains_key(variable.id) || items.contains(&variable.id) {
                    Ok(())
                } else {
                    Err(RenderError::unknown(line_of(found), variable.id))
                }
            }
            ast::Expr::GetAttr(field) => field_of_item(field, items, line_of(found)),
            ast::Expr::UnaryOp(not) => match not.op {
                ast::UnaryOpKind::Not => self.expression(&not.expr, items),
                ast::UnaryOpKind::Neg => Err(RenderError::not_allowed(line_of(found), "-")),
            },
            ast::Expr::BinOp(pair) => {
                self.expression(&pair.left, items)?;
                self.expression(&pair.right, items)
            }
            ast::Expr::Compare(chain) => {
                self.expression(&chain.expr, items)?;
                chain
                    .ops
                    .iter()
                    .try_for_each(|op| self.expression(&op.expr, items))
            }
            ast::Expr::Filter(filter) => self.filter(filter, items, line_of(found)),
            ast::Expr::Test(test) if is_plain_test(test) => self.expression(&test.expr, items),
            ast::Expr::Test(test) => Err(RenderError::not_allowed(line_of(found), test.name)),
            other => Err(RenderError::not_allowed(
                line_of(other),
                other.description(),
            )),
        }
    }

    fn filter(
        &self,
        filter: &ast::Filter<'_>,
        items: &[&str],
        line: usize,
    ) -> Result<(), RenderError> {
        let constant = |arg: &ast::CallArg<'_>| {
            matches!(
                arg,
                ast::CallArg::Pos(ast::Expr::Const(_))
                    | ast::CallArg::Kwarg(_, ast::Expr::Const(_))
            )
        };
        match &filter.expr {
            Some(inner) if FILTERS.contains(&filter.name) && filter.args.iter().all(constant) => {
                self.expression(inner, items)
            }
            _ => Err(RenderError::not_allowed(line, filter.name)),
        }
    }
}

/// `loop.index` and the like, or a field of the item that a loop is at.
fn field_of_item(field: &ast::GetAttr<'_>, items: &[&str], line: usize) -> Result<(), RenderError> {
    match &field.expr {
        ast::Expr::Var(of) if items.contains(&of.id) => Ok(()),
        ast::Expr::Var(of)
            if of.id == "loop"
                && !items.is_empty()
                && matches!(field.name, "index" | "first" | "last") =>
        {
            Ok(())
        }
        _ => Err(RenderError::not_allowed(line, &format!(".{}", field.name))),
    }
}

fn is_plain_test(test: &ast::Test<'_>) -> bool {
    test.args.is_empty() && matches!(test.name, "defined" | "undefined")
}

fn line_of(found: &ast::Expr<'_>) -> usize {
    usize::from(found.span().start_line)
}
