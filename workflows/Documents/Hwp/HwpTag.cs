namespace Asan.Documents.Hwp;

/// <summary>The kinds of records that are read. All others are skipped by their size.</summary>
enum HwpTag
{
    DocumentProperties = 16,
    IdMappings = 17,
    BinData = 18,
    CharShape = 21,
    Numbering = 23,
    Bullet = 24,
    ParaShape = 25,
    Style = 26,
    DistributeDocData = 28,

    ParaHeader = 66,
    ParaText = 67,
    ParaCharShape = 68,
    ParaLineSeg = 69,
    ParaRangeTag = 70,
    CtrlHeader = 71,
    ListHeader = 72,
    FootnoteShape = 74,
    ShapeComponent = 76,
    Table = 77,
    Ole = 84,
    Picture = 85,
    CtrlData = 87,
    EqEdit = 88,
    TextArt = 90,
    FormObject = 91,
    MemoList = 93,
    ChartData = 95,
    VideoData = 98,
}
