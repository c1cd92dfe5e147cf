using Asan.Documents.Word;

namespace Asan.Documents.Doc;

/// <summary>A field: where it begins, where its result begins (-1 when it has none), where it ends.</summary>
sealed record DocField(int Begin, int Separate, int End, FieldInstruction Instruction);
